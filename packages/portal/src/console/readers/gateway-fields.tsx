import type { Gateways, Reader, Workspace } from '@lostwax/client';
import { Field, TextField } from '../../ui/field.tsx';
import { Radios } from '../../ui/radios.tsx';
import { useReaders } from '../data.ts';
import { useConsoleTexts } from '../texts/texts.ts';

export interface GatewayChoice {
  readonly gateway: string;
  readonly mode: Gateways['items'][number]['modes'][number];
  readonly upstream: string;
  readonly shards: '1' | '256';
  readonly revocation: string;
  readonly gate: string;
  /** Reader ID; empty for none. */
  readonly reader: string;
}

/**
 * The query parameters of the request, without those that the mode doesn't use.
 *
 * @param parameters - Those the gateway supports: it rejects others.
 */
export function queryOf(
  { mode, upstream, shards, revocation, gate, reader }: GatewayChoice,
  parameters: readonly string[],
) {
  const has = (name: string): boolean => parameters.includes(name);
  return {
    ...(has('mode') && { mode }),
    upstream: upstream.trim(),
    ...(mode === 'jwt' && revocation.trim() !== '' && { revocation: revocation.trim() as unknown as number }),
    ...(mode === 'jwt' && has('shards') && { shards }),
    ...(mode === 'gate' && gate.trim() !== '' && { gate: gate.trim() }),
    ...(reader !== '' && mode !== 'pins' && has('reader') && { reader }),
  };
}

export interface GatewayFieldsProps {
  readonly of: Workspace;
  readonly gateways: Gateways['items'];
  readonly choice: GatewayChoice;
  readonly onChange: (choice: GatewayChoice) => void;
  /** Set for a registered gateway, which determines how it checks keys. */
  readonly reader: Reader | undefined;
}

export function GatewayFields({ of, gateways, choice, onChange, reader: known }: GatewayFieldsProps) {
  const { gateway: texts } = useConsoleTexts();
  const set = (change: Partial<GatewayChoice>): void => onChange({ ...choice, ...change });
  const current = gateways.find(({ name }) => name === choice.gateway);
  const { modes = [], parameters = [] } = current ?? {};
  const choose = (name: string): void => {
    const next = gateways.find((it) => it.name === name);
    if (next === undefined) return;
    const { modes: has, example } = next;
    // What was typed stays.
    set({
      gateway: name,
      ...(!has.includes(choice.mode) && has[0] !== undefined && { mode: has[0] }),
      ...(choice.upstream === current?.example.upstream && { upstream: example.upstream }),
      ...(choice.revocation === current?.example.revocation && { revocation: example.revocation }),
    });
  };
  return (
    <form className="form" onSubmit={(event) => event.preventDefault()}>
      <Field label={texts.gateway}>
        {(control) => (
          <select {...control} onChange={(event) => choose(event.target.value)} value={choice.gateway}>
            {gateways.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {known === undefined && (
        <Radios
          hintOf={(mode) => texts.modeHints[mode]}
          labelOf={(mode) => texts.modes[mode]}
          legend={texts.mode}
          name="mode"
          onChange={(mode) => set({ mode })}
          value={choice.mode}
          values={modes}
        />
      )}
      <TextField
        hint={texts.upstreamHint}
        label={texts.upstream}
        onChange={(event) => set({ upstream: event.target.value })}
        spellCheck={false}
        value={choice.upstream}
      />
      {choice.mode === 'jwt' ? (
        <>
          {parameters.includes('shards') && (
            <Field hint={texts.shardsHint} label={texts.shards}>
              {(control) => (
                <select
                  {...control}
                  onChange={(event) => set({ shards: event.target.value as GatewayChoice['shards'] })}
                  value={choice.shards}
                >
                  <option>1</option>
                  <option>256</option>
                </select>
              )}
            </Field>
          )}
          <TextField
            inputMode="numeric"
            label={texts.revocation}
            onChange={(event) => set({ revocation: event.target.value })}
            value={choice.revocation}
          />
        </>
      ) : null}
      {choice.mode === 'gate' && (
        <TextField
          hint={texts.gateHint}
          label={texts.gate}
          onChange={(event) => set({ gate: event.target.value })}
          spellCheck={false}
          value={choice.gate}
        />
      )}
      {known === undefined &&
        choice.mode !== 'pins' &&
        (choice.mode === 'gate' || parameters.includes('reader')) && (
          <ReaderField
            mode={choice.mode}
            of={of}
            onChange={(reader) => set({ reader })}
            value={choice.reader}
          />
        )}
    </form>
  );
}

interface ReaderFieldProps {
  readonly of: Workspace;
  readonly mode: GatewayChoice['mode'];
  readonly value: string;
  readonly onChange: (reader: string) => void;
}

/** A gateway fetches the key set itself, whereas a gate reports for itself: only readers of the right kind are offered. */
function ReaderField({ of, mode, value, onChange }: ReaderFieldProps) {
  const { gateway: texts } = useConsoleTexts();
  const readers = useReaders(of.slug).data?.items ?? [];
  const kind = mode === 'jwt' ? 'gateway' : 'gate';
  return (
    <Field hint={texts.readerHint} label={texts.reader}>
      {(control) => (
        <select {...control} onChange={(event) => onChange(event.target.value)} value={value}>
          <option value="">{texts.noReader}</option>
          {readers
            .filter((reader) => reader.kind === kind)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}
