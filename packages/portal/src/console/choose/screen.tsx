import type { Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Choice } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useToast } from '../../ui/toast.tsx';
import { MethodChoices, type Methods, methodNames } from '../settings/method-choices.tsx';
import { AskBeforeLeaving, UnsavedBar } from '../settings/unsaved.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useChangeWorkspace } from '../workspaces/change.ts';
import { MethodComparison } from './comparison.tsx';
import { type Question, questions, recommend } from './recommend.ts';

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((method) => other.includes(method));

/** Helps to choose the methods that a workspace offers: questions, a recommendation, and the measured comparison. */
export function ChooseScreen({ of }: { readonly of: Workspace }) {
  const { choose: texts, settings } = useConsoleTexts();
  const toast = useToast();
  const save = useChangeWorkspace(of.slug);
  const [yes, setYes] = useState<readonly Question[]>([]);
  const [chosen, setChosen] = useState<Methods>(of.methods);
  const dirty = !isSame(chosen, of.methods);
  const change = (methods: Methods): void => {
    save.reset();
    setChosen(methods);
  };
  const submit = (): void =>
    save.run({ methods: methodNames.filter((method) => chosen.includes(method)) }, (now) => {
      setChosen(now.methods);
      toast.show({ text: settings.saved });
    });
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/settings">
          {settings.title}
        </Link>
        <ScreenTitle title={texts.title} />
        <p className="soft">{texts.intro}</p>
      </div>
      <Form className="settings" onSubmit={submit}>
        <div className="two-halves">
          <Card about={texts.questionsAbout} title={texts.questionsTitle}>
            <div className="stack questions">
              {questions.map((question) => (
                <Choice
                  checked={yes.includes(question)}
                  hint={texts.questions[question].hint}
                  key={question}
                  label={texts.questions[question].label}
                  onChange={() => setYes(questions.filter((one) => yes.includes(one) !== (one === question)))}
                  type="checkbox"
                />
              ))}
            </div>
          </Card>
          <Offer chosen={chosen} onChange={change} yes={yes} />
        </div>
        <MethodComparison recommended={recommend(yes)} />
        <CallFailure error={save.error} />
        {dirty && <UnsavedBar busy={save.busy} onDiscard={() => change(of.methods)} />}
      </Form>
      <AskBeforeLeaving dirty={dirty} />
    </div>
  );
}

interface OfferProps {
  readonly yes: readonly Question[];
  readonly chosen: Methods;
  readonly onChange: (chosen: Methods) => void;
}

/** The recommendation, and what the workspace offers. */
function Offer({ yes, chosen, onChange }: OfferProps) {
  const { choose: texts } = useConsoleTexts();
  const { methods } = useTexts();
  const format = useFormat();
  const recommended = recommend(yes);
  const namesOf = (some: readonly Methods[number][]): string =>
    format.list(some.map((method) => methods[method].name));
  const others = recommended.filter((method) => method !== 'signed');
  return (
    <Card
      actions={
        !isSame(chosen, recommended) && (
          <Button onClick={() => onChange([...recommended])}>{texts.useRecommended}</Button>
        )
      }
      title={texts.offerTitle}
    >
      <div className="recommendation" role="status">
        <p>
          {texts.recommended}: <strong>{namesOf(recommended)}</strong>
        </p>
        {yes.includes('plain') && others.length > 0 && (
          <p className="caution">{texts.needsGate(namesOf(others))}</p>
        )}
      </div>
      <MethodChoices
        chosen={chosen}
        hint={texts.offerHint}
        mark={(method) => recommended.includes(method) && <Badge tone="accent">{texts.recommended}</Badge>}
        onChange={onChange}
      />
    </Card>
  );
}
