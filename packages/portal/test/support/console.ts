import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { complaintsOf, type Stage, WORKSPACE } from './stage.ts';

/** An open console. */
export interface OpenConsole {
  readonly page: Page;
  readonly profile: BrowserContext;
  /** Opens a path within the session: `/people`. */
  go(place: string): Promise<void>;
  /** Opens a path within the stage's workspace: `/keys`. */
  inWorkspace(place: string): Promise<void>;
  heading(name: string | RegExp): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  fill(label: string | RegExp, text: string): Promise<void>;
}

/** Opens the console with a link like the one `lostwax console` prints. */
export async function openConsole(stage: Stage, options: object = {}): Promise<OpenConsole> {
  const profile = await stage.profile({ locale: 'en', ...options });
  const page = await profile.newPage();
  const { url } = await stage.call<{ url: string }>('POST', '/v1/console/codes', {});
  await page.goto(url);
  await page.waitForURL(/\/console\/ses_/);
  return consoleIn(page, profile);
}

export function consoleIn(page: Page, profile: BrowserContext): OpenConsole {
  const heading = async (name: string | RegExp): Promise<void> =>
    page.getByRole('heading', { level: 1, name }).waitFor();
  const go = async (place: string): Promise<void> => {
    const [base] = /^.*\/console\/ses_[\w-]+/.exec(page.url()) ?? [];
    assert.ok(base, page.url());
    await page.goto(base + place);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  return {
    page,
    profile,
    go,
    inWorkspace: (place) => go(`/w/${WORKSPACE}${place}`),
    heading,
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    fill: (label, text) => page.getByLabel(label, { exact: true }).fill(text),
  };
}

/** Closes a profile; fails if its pages reported script errors or CSP violations. */
export async function closeQuietly(profile: BrowserContext): Promise<void> {
  assert.deepEqual(complaintsOf(profile), []);
  await profile.close();
}
