import type { Method } from '../settings/method-choices.tsx';

/** In the order in which they are asked. */
export const questions = ['length', 'oauth', 'certificates', 'plain'] as const;
export type Question = (typeof questions)[number];

const answers: readonly (readonly [Question, Method])[] = [
  ['length', 'opaque'],
  ['oauth', 'oauth-client'],
  ['certificates', 'certificate'],
];

/** The methods to offer when these questions are answered with yes. Signed keys suit everyone who doesn't ask for something else. */
export function recommend(yes: readonly Question[]): readonly Method[] {
  return ['signed', ...answers.flatMap(([question, method]) => (yes.includes(question) ? [method] : []))];
}
