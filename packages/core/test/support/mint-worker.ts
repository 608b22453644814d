import { parentPort } from 'node:worker_threads';
import { mintKey } from '../../src/mint.ts';
import { request } from './keys.ts';

parentPort?.postMessage(mintKey(request()));
