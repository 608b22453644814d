import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright-core';

const FILE = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

/** Renders a profile's pages in Inter: a headless machine lacks the system fonts that users see. */
export async function useInter(profile: BrowserContext): Promise<void> {
  const font = await readFile(fileURLToPath(import.meta.resolve(FILE)), 'base64');
  // A string, since it runs in the page.
  await profile.addInitScript({
    content: `
      const bytes = Uint8Array.from(atob('${font}'), (char) => char.charCodeAt(0));
      document.fonts.add(new FontFace('Inter', bytes.buffer, { weight: '100 900' }));
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.style.setProperty('--lostwax-font', 'Inter, sans-serif');
      });`,
  });
}
