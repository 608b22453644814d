import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright-core';

const FILE = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

/** Draws a profile's pages in Inter: a headless machine has no system font that users would see. */
export async function useInter(profile: BrowserContext): Promise<void> {
  const font = await readFile(fileURLToPath(import.meta.resolve(FILE)), 'base64');
  // A text, since it runs in the page and not here.
  await profile.addInitScript({
    content: `
      const bytes = Uint8Array.from(atob('${font}'), (char) => char.charCodeAt(0));
      document.fonts.add(new FontFace('Inter', bytes.buffer, { weight: '100 900' }));
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.style.setProperty('--lostwax-font', 'Inter, sans-serif');
      });`,
  });
}
