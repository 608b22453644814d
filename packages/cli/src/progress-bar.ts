import type { Output } from './output.ts';

const WIDTH = 30;
const REDRAW_MILLISECONDS = 100;

/** Draws the progress of long work on a terminal. */
export interface ProgressBar {
  /** @param share - 0 to 1. */
  (what: string, share: number): void;
  /** Clears the line. */
  readonly end: () => void;
}

export function progressBar(output: Output): ProgressBar {
  let drawnAt = 0;
  const draw = (what: string, share: number): void => {
    const now = performance.now();
    if (now - drawnAt < REDRAW_MILLISECONDS) return;
    drawnAt = now;
    const done = Math.round(Math.min(1, share) * WIDTH);
    output.progress(
      `${what} ${'█'.repeat(done)}${'░'.repeat(WIDTH - done)} ${Math.floor(Math.min(1, share) * 100)} %`,
    );
  };
  return Object.assign(draw, { end: () => output.progress(undefined) });
}

/** A size as people read it: `3.2 MB`. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let [size, unit] = [bytes, 0];
  for (; size >= 1_000 && unit < units.length - 1; unit += 1) size /= 1_000;
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
