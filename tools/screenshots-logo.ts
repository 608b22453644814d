import type { Stage } from '../packages/portal/test/support/stage.ts';

const SIZE = 28;

const mark = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 28 28">
  <rect width="28" height="28" rx="7" fill="#0b6e4f"/>
  <path d="M14 6.5 21.5 21h-4.100l-3.400-7-3.400 7H6.5Z" fill="#fff"/>
  <circle cx="14" cy="20" r="1.7" fill="#7fd6b4"/>
</svg>`;

/** Draws the logo of the pictures' producer, as a setting has it: a `data:` URL. */
export async function drawLogo({ chromium }: Stage): Promise<string> {
  const page = await chromium.newPage({ deviceScaleFactor: 3 });
  await page.setContent(`<body style="margin:0">${mark}</body>`);
  const png = await page.locator('svg').screenshot({ omitBackground: true });
  await page.close();
  return `data:image/png;base64,${png.toString('base64')}`;
}
