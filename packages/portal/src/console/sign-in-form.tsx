import type { SessionInfo } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useCall } from '../api/call.ts';
import { codeOf, wordsFor } from '../api/errors.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { readOffer, signInByKey } from './session-calls.ts';
import { useConsoleTexts } from './texts/texts.ts';

/** The name of the provider that people can sign in with, if there is one. */
export function useProvider(): string | undefined {
  return useQuery({ queryKey: ['sign-in'], queryFn: readOffer, staleTime: 60_000 }).data?.openid?.name;
}

/** The key is only in this form's state, and only until it has been sent. Beside a provider it is the second way to sign in. */
export function KeyForm({ onDone }: { readonly onDone: (info: SessionInfo) => void }) {
  const texts = useTexts();
  const { signIn } = useConsoleTexts();
  const provider = useProvider();
  const field = useRef<HTMLInputElement>(null);
  const [key, setKey] = useState('');
  const [empty, setEmpty] = useState(false);
  const call = useCall(() => signInByKey(key.trim()));
  const { error } = call;
  useEffect(() => {
    if (error !== undefined) field.current?.focus();
  }, [error]);
  const submit = (): void => {
    setEmpty(key.trim() === '');
    if (key.trim() === '') return;
    call.run(undefined, (info) => {
      setKey('');
      onDone(info);
    });
  };
  const refused = error && (codeOf(error) === 'invalid_key' ? signIn.wrong : wordsFor(error, texts));
  return (
    <Form onSubmit={submit}>
      <TextField
        autoComplete="off"
        hint={signIn.keyHint}
        label={signIn.key}
        maxLength={5_000}
        onChange={(event) => setKey(event.target.value)}
        ref={field}
        spellCheck={false}
        type="password"
        value={key}
        wrong={empty ? signIn.empty : refused}
      />
      <div className="buttons">
        <Button busy={call.busy} kind={provider === undefined ? 'main' : 'plain'} type="submit">
          {signIn.submit}
        </Button>
      </div>
    </Form>
  );
}
