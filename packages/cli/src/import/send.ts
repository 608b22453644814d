import { type ForeignKey, type LostwaxClient, type Problem, ProblemError, unwrap } from '@lostwax/client';

/** What the authority answered for one key. */
export type Outcome =
  | { readonly keyId: string | null; readonly created: boolean }
  | { readonly code: string; readonly detail: string };

/**
 * Sends keys and returns their outcomes, in order. One malformed key makes the authority reject the whole request: that
 * key is then refused and the others are sent again.
 */
export async function sendKeys(
  client: LostwaxClient,
  workspace: string,
  items: readonly ForeignKey[],
  dryRun: boolean,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let waiting = items.map((item, index) => ({ item, index }));
  while (waiting.length > 0) {
    const body = { items: waiting.map(({ item }) => item), dryRun };
    const call = client.POST('/v1/workspaces/{workspace}/keys:import', {
      params: { path: { workspace } },
      body,
    });
    try {
      const { items: answers } = await unwrap(call);
      for (const [at, { index }] of waiting.entries()) {
        const answer = answers[at];
        if (answer === undefined) throw new Error('The authority answered for fewer keys than were sent.');
        outcomes[index] = 'problem' in answer ? refusalOf(answer.problem) : answer;
      }
      return outcomes;
    } catch (error) {
      const at = malformedIn(error);
      const bad = at === undefined ? undefined : waiting[at];
      if (bad === undefined) throw error;
      const { code, message } = error as ProblemError;
      outcomes[bad.index] = { code, detail: message };
      waiting = waiting.filter((it) => it !== bad);
    }
  }
  return outcomes;
}

function refusalOf({ code, detail, title }: Problem): Outcome {
  return { code, detail: detail ?? title };
}

/** Which item of the request is malformed, if the authority says so: `/items/12/name`. */
function malformedIn(error: unknown): number | undefined {
  if (!(error instanceof ProblemError) || error.code !== 'invalid_request') return undefined;
  const [, index] = /^\/items\/(\d+)(?:\/|$)/.exec(error.pointer ?? '') ?? [];
  return index === undefined ? undefined : Number(index);
}
