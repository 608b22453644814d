import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { complaintsOf, type Stage, WORKSPACE } from './stage.ts';

/** The console as somebody has it open. */
export interface OpenConsole {
  readonly page: Page;
  readonly profile: BrowserContext;
  /** Goes to a place below the session: `/people`. */
  go(place: string): Promise<void>;
  /** Goes to a place of the stage's workspace: `/keys`. */
  inWorkspace(place: string): Promise<void>;
  heading(name: string | RegExp): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  fill(label: string | RegExp, text: string): Promise<void>;
}

/** Opens the console by a link, as `lostwax console` prints it. */
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

/** Ends a profile; fails when its pages have complained: errors of scripts, breaches of the policy. */
export async function closeQuietly(profile: BrowserContext): Promise<void> {
  assert.deepEqual(complaintsOf(profile), []);
  await profile.close();
}
