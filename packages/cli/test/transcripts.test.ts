import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { makePlace, secretKeyFile, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';
import { fill, mismatch, parseTranscript } from './support/transcript.ts';

const testdata = join(import.meta.dirname, 'testdata');

// Most of the time is spent starting one short process after another.
describe('transcripts, each against a new authority', { concurrency: 3 }, () => {
  for (const file of globSync('*.txt', { cwd: testdata }).sort()) {
    it(file, async () => {
      const place = makePlace();
      const authority = await serve(place, '--secret-key-file', secretKeyFile(place));
      try {
        await play(file, place, authority.url);
      } finally {
        await authority.program.stop();
        place.remove();
      }
    });
  }
});

async function play(file: string, place: ReturnType<typeof makePlace>, url: string): Promise<void> {
  // The issuer uses localhost, and the authority listens on 127.0.0.1.
  const port = new URL(url).port;
  const known = new Map([
    ['<URL>', url],
    ['<PORT>', port],
    ['<ORIGIN>', `http://localhost:${port}`],
  ]);
  for (const step of parseTranscript(readFileSync(join(testdata, file), 'utf8'))) {
    const where = `${basename(file)}:${step.line} $ ${step.command}`;
    const ended = await sh(place, fill(step.command, known), { LOSTWAX_URL: url });
    const wrong =
      mismatch(step.stdout, ended.stdout, known) ?? mismatch(step.stderr, ended.stderr, known) ?? undefined;
    assert.equal(wrong, undefined, `${where}\n${wrong}\nall of stderr:\n${ended.stderr}`);
    assert.equal(ended.code, step.code, `${where}: exit code`);
  }
}
