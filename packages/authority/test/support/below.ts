import assert from 'node:assert/strict';
import type { ErrorCode } from '../../src/errors.ts';
import type { Answer, HttpFixture } from './http.ts';

type Refused = (path: string, body: unknown, code: ErrorCode, status?: number) => Promise<Answer>;

/** Administrator requests below one workspace. */
export interface Below {
  /** Asserts that the request is refused with this code, and with status 400 by default. */
  readonly post: Refused;
  readonly patch: Refused;
  /** Issues a key, for the customer `a` by default, and returns its ID. */
  issue(body?: object): Promise<string>;
}

/** @param base - `/v1/workspaces/<slug>`. */
export function below(fixture: HttpFixture, base: string): Below {
  const refused =
    (method: string): Refused =>
    (path, body, code, status = 400) =>
      fixture.refused({ method, path: base + path, body }, status, code);
  return {
    post: refused('POST'),
    patch: refused('PATCH'),
    async issue(body = {}) {
      const answer = await fixture.send({
        method: 'POST',
        path: `${base}/keys`,
        body: { customer: 'a', ...body },
      });
      assert.equal(answer.status, 201, answer.text);
      return answer.json.key.id;
    },
  };
}
