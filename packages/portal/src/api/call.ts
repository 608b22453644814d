import { useRef, useState } from 'react';

/** A call that changes something, made when a person asks for it. */
export interface Call<Input, Answer> {
  /** True from the click until the answer; nothing else is sent meanwhile. */
  readonly busy: boolean;
  /** The last input that was sent. */
  readonly input: Input | undefined;
  readonly answer: Answer | undefined;
  readonly error: Error | undefined;
  /** Sends, unless an earlier call is still unanswered. `done` is called on success, even if the screen is gone by then. */
  run(input: Input, done?: (answer: Answer) => void): void;
  /** Clears answer and error, also of a call that is still unanswered. */
  reset(): void;
}

interface State<Input, Answer> {
  readonly input?: Input;
  readonly answer?: Answer;
  readonly error?: Error;
}

/**
 * @param settled - Called after success and failure, and not awaited: refetching may take as long as the connection is lost, and the answer
 *   should show at once.
 */
export function useCall<Input, Answer>(
  send: (input: Input) => Promise<Answer>,
  settled?: () => unknown,
): Call<Input, Answer> {
  const [state, setState] = useState<State<Input, Answer>>({});
  const [busy, setBusy] = useState(false);
  // A second click may come before the first is rendered, so the state alone can't reject it.
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
