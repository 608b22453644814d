import { useState } from 'react';
import { useSession } from '../app/session.tsx';
import { SupportLink } from '../app/support.tsx';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Choice, TextField } from '../ui/field.tsx';
import { useFirstFocus } from '../ui/focus.ts';
import { Form } from '../ui/form.tsx';
import { Radios } from '../ui/radios.tsx';
import { type ExpiryChoice, endOfDay, expiryChoices } from './expiry.ts';
import type { KeyWish } from './issue-calls.ts';
import { OwnFields, useOwn } from './own/own-fields.tsx';
import { type ClientProof, clientProofs, madeFor } from './pair/client.ts';
import { useMutualTls } from './pair/mutual-tls.ts';
import { StillWaiting } from './still-waiting.tsx';
import { wrongName } from './wrong-name.ts';

export interface NewKeyFormProps {
  readonly customer: string;
  readonly busy: boolean;
  /** Why no key can be created right now. */
  readonly blocked?: string | undefined;
  /** Checks the fields of the screen that aren't in this form. */
  readonly checkOthers?: () => boolean;
  readonly onSubmit: (wish: KeyWish) => void;
}

type Wrongs = Partial<Record<'name' | 'scopes' | 'day', string>>;

/** Name, permissions and expiration of a new key. */
export function NewKeyForm({ customer, busy, blocked, checkOthers = () => true, onSubmit }: NewKeyFormProps) {
  const texts = useTexts();
  const { info } = useSession();
  const grantable = info.workspace?.scopes ?? [];
  const longest = info.workspace?.longestLifeSeconds ?? null;
  // If the form asks for the customer, that field comes first.
  const [named] = useState(customer !== '');
  const first = useFirstFocus(named);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(
    // With a single permission there is nothing to choose.
    grantable.length === 1 ? grantable.map(({ scope }) => scope) : [],
  );
  const methods = info.workspace?.methods ?? [];
  const [method, setMethod] = useState(methods[0] ?? 'signed');
  const [client, setClient] = useState<ClientProof>('secret');
  const mutualTls = useMutualTls(method === 'oauth-client');
  const made = madeFor(method, client);
  const own = useOwn();
  // A certificate always expires.
  const choices = expiryChoices(longest).filter((choice) => choice !== 'never' || made !== 'certificate');
  const [chosen, setExpiry] = useState<ExpiryChoice>(choices.includes('90') ? '90' : (choices[0] ?? 'own'));
  const expiry = choices.includes(chosen) ? chosen : 'own';
  const [day, setDay] = useState('');
  const [wrongs, setWrongs] = useState<Wrongs>({});

  const submit = async (): Promise<void> => {
    // Enter submits a form even if its button is disabled.
    if (blocked !== undefined) return;
    const nameIs = wrongName(name, texts);
    const found: Wrongs = {
      ...(nameIs !== undefined && { name: nameIs }),
      ...(grantable.length > 0 && scopes.length === 0 && { scopes: texts.create.wrongScopes }),
      ...(expiry === 'own' && !(endOfDay(day) > Date.now()) && { day: texts.create.wrongDay }),
    };
    setWrongs(found);
    const othersAreGood = checkOthers();
    const brought = await own.read(made);
    if (othersAreGood && brought !== undefined && Object.keys(found).length === 0)
      onSubmit({ customer, name: name.trim(), scopes, method, client, expiry, day, ...brought });
  };

  const toggle = (scope: string): void =>
    setScopes((chosen) =>
      // In the producer's order, not the order of the clicks.
      grantable.map((known) => known.scope).filter((known) => chosen.includes(known) !== (known === scope)),
    );

  return (
    <Form onSubmit={submit}>
      <TextField
        autoComplete="off"
        hint={texts.create.nameHint}
        label={texts.create.name}
        maxLength={255}
        onChange={(event) => setName(event.target.value)}
        ref={first}
        value={name}
        wrong={wrongs.name}
      />
      <fieldset aria-describedby="lostwax-scopes" className="choices">
        <legend>{texts.create.scopes}</legend>
        <p className="hint" id="lostwax-scopes">
          {grantable.length === 0 ? texts.create.noScopes : texts.create.scopesHint}
        </p>
        {wrongs.scopes && (
          <p className="wrong" role="alert">
            {wrongs.scopes}
          </p>
        )}
        {grantable.map(({ scope, description }) => (
          <Choice
            aria-invalid={wrongs.scopes ? true : undefined}
            checked={scopes.includes(scope)}
            hint={description === null ? undefined : <code>{scope}</code>}
            key={scope}
            label={<bdi>{description ?? scope}</bdi>}
            onChange={() => toggle(scope)}
            type="checkbox"
          />
        ))}
      </fieldset>
      {methods.length > 1 && (
        <Radios
          hintOf={(one) => texts.methods[one].hint}
          labelOf={(one) => texts.methods[one].name}
          legend={texts.create.method}
          name="method"
          onChange={setMethod}
          value={method}
          values={methods}
        />
      )}
      {method === 'oauth-client' && (
        <Radios
          hintOf={(one) => texts.pair.clients[one].hint}
          labelOf={(one) => texts.pair.clients[one].name}
          legend={texts.pair.client}
          name="client-proof"
          onChange={setClient}
          value={client}
          values={clientProofs.filter((one) => one !== 'certificate' || mutualTls.offered)}
        />
      )}
      {made !== undefined && <OwnFields customer={customer} key={made} made={made} own={own} />}
      <Expiry
        choices={choices}
        day={day}
        expiry={expiry}
        longest={longest}
        onDay={setDay}
        onExpiry={setExpiry}
        wrong={wrongs.day}
      />
      <div className="buttons">
        <Button
          aria-describedby={blocked && 'lostwax-blocked'}
          busy={busy || blocked !== undefined}
          kind="main"
          type="submit"
        >
          {texts.create.submit}
        </Button>
      </div>
      {blocked !== undefined && (
        <p className="hint" id="lostwax-blocked">
          {blocked} <SupportLink />
        </p>
      )}
      <StillWaiting busy={busy} />
    </Form>
  );
}

interface ExpiryProps {
  readonly choices: readonly ExpiryChoice[];
  readonly expiry: ExpiryChoice;
  readonly day: string;
  readonly longest: number | null;
  readonly wrong: string | undefined;
  readonly onExpiry: (choice: ExpiryChoice) => void;
  readonly onDay: (day: string) => void;
}

function Expiry({ choices, expiry, day, longest, wrong, onExpiry, onDay }: ExpiryProps) {
  const texts = useTexts();
  const format = useFormat();
  const nameOf = (choice: ExpiryChoice): string => {
    if (choice === 'never' || choice === 'own') return texts.create[choice];
    return choice === '365' ? texts.create.year : texts.create.days(Number(choice));
  };
  return (
    <fieldset className="choices">
      <legend>{texts.create.expiry}</legend>
      {longest !== null && (
        <p className="hint">{texts.create.longest(format.date(Date.now() + longest * 1_000))}</p>
      )}
      {choices.map((choice) => (
        <Choice
          checked={expiry === choice}
          hint={dayAfter(choice, format.date)}
          key={choice}
          label={nameOf(choice)}
          name="expiry"
          onChange={() => onExpiry(choice)}
          type="radio"
          value={choice}
        />
      ))}
      {expiry === 'own' && (
        <TextField
          label={texts.create.day}
          onChange={(event) => onDay(event.target.value)}
          type="date"
          value={day}
          wrong={wrong}
        />
      )}
    </fieldset>
  );
}

function dayAfter(choice: ExpiryChoice, date: (at: number) => string): string | undefined {
  return choice === 'never' || choice === 'own' ? undefined : date(Date.now() + Number(choice) * 86_400_000);
}
