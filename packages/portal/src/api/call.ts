import { useRef, useState } from 'react';

/** A call that changes something, as a person asks for it. */
export interface Call<Input, Answer> {
  /** From the click until the answer: nothing more is sent. */
  readonly busy: boolean;
  /** What was sent last. */
  readonly input: Input | undefined;
  readonly answer: Answer | undefined;
  readonly error: Error | undefined;
  /** Sends, unless an earlier call is still unanswered. `done` hears of a good answer, even if the screen is gone by then. */
  run(input: Input, done?: (answer: Answer) => void): void;
  /** Forgets answer and error; also those of a call that is still unanswered. */
  reset(): void;
}

interface State<Input, Answer> {
  readonly input?: Input;
  readonly answer?: Answer;
  readonly error?: Error;
}

/**
 * @param settled - Called after every answer, good or bad, and not waited for: what is read anew may take as long as the connection is
 *   lost, and the answer is to be shown at once.
 */
export function useCall<Input, Answer>(
  send: (input: Input) => Promise<Answer>,
  settled?: () => unknown,
): Call<Input, Answer> {
  const [state, setState] = useState<State<Input, Answer>>({});
  const [busy, setBusy] = useState(false);
  // Of two clicks, the second may come before the first is drawn: the state is not enough to refuse it.
  const underWay = useRef(false);
  const turn = useRef(0);
  const run = (input: Input, done?: (answer: Answer) => void): void => {
    if (underWay.current) return;
    underWay.current = true;
    turn.current += 1;
    const mine = turn.current;
    const end = (outcome: State<Input, Answer>): void => {
      underWay.current = false;
      setBusy(false);
      if (turn.current === mine) setState({ input, ...outcome });
    };
    setBusy(true);
    setState({ input });
    send(input)
      .then(
        (answer) => {
          end({ answer });
          done?.(answer);
        },
        (error: unknown) => end({ error: error instanceof Error ? error : new Error(String(error)) }),
      )
      .finally(() => settled?.());
  };
  const reset = (): void => {
    turn.current += 1;
    setState({});
  };
  return { busy, input: state.input, answer: state.answer, error: state.error, run, reset };
}
