import type { SessionInfo } from '@lostwax/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { codeOf, wordsFor } from '../api/errors.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { readOffer, signInByKey } from './session-calls.ts';
import { useConsoleTexts } from './texts/texts.ts';

/** The provider that can be signed in with, if there is one. */
export function useProvider(): string | undefined {
  return useQuery({ queryKey: ['sign-in'], queryFn: readOffer, staleTime: 60_000 }).data?.openid?.name;
}

/** The key stands in this form's state alone, and is gone from it once it was sent. */
export function KeyForm({ onDone }: { readonly onDone: (info: SessionInfo) => void }) {
  const texts = useTexts();
  const { signIn } = useConsoleTexts();
  const [key, setKey] = useState('');
  const [wrong, setWrong] = useState<string>();
  const call = useMutation({ mutationFn: signInByKey });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = key.trim();
    if (text === '') {
      setWrong(signIn.empty);
      return;
    }
    setWrong(undefined);
    call.mutate(text, {
      onSuccess: (info) => {
        setKey('');
        onDone(info);
      },
      onError: (error) => setWrong(codeOf(error) === 'invalid_key' ? signIn.wrong : wordsFor(error, texts)),
      onSettled: () => call.reset(),
    });
  };
  return (
    <form className="form" noValidate onSubmit={submit}>
      <TextField
        autoComplete="off"
        hint={signIn.keyHint}
        label={signIn.key}
        maxLength={5_000}
        onChange={(event) => setKey(event.target.value)}
        spellCheck={false}
        type="password"
        value={key}
        wrong={wrong}
      />
      <div className="buttons">
        <Button busy={call.isPending} kind="main" type="submit">
          {signIn.submit}
        </Button>
      </div>
    </form>
  );
}
