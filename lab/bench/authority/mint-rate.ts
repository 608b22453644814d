import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildClaims, makeKeyId, mintKey } from '@lostwax/core';

/** Keys created and signed per second in a single otherwise idle thread, each with its own garbage collection. */
export async function mintRate(seconds: number): Promise<number> {
  // Its own process: garbage collection costs more when much else is in memory.
  const child = spawn(process.execPath, [import.meta.filename, `${seconds}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  return Number(text);
}

function measure(seconds: number): number {
  const mint = (): void => {
    const keyId = makeKeyId('bench');
    const claims = buildClaims({
      issuer: 'http://localhost:7420/bench',
      customer: 'customer-1',
      audience: 'bench',
      keyId,
      issuedAtSeconds: Math.floor(Date.now() / 1_000),
      scopes: [],
      claims: {},
    });
    mintKey({ algorithm: 'ES256', keyId, claims });
  };
  for (let warm = 0; warm < 500; warm += 1) mint();
  const start = performance.now();
  let keys = 0;
  while (performance.now() - start < seconds * 1_000) {
    mint();
    keys += 1;
  }
  return (keys * 1_000) / (performance.now() - start);
}

if (import.meta.main) console.log(measure(Number(process.argv[2])));
