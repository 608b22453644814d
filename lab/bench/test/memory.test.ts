import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';
import { medianResidentBytes, residentBytes, restartPeak } from '../memory.ts';

const sleeper = () => {
  const program = startProgram('sleep', ['60']);
  return { program, pid: program.child.pid ?? 0 };
};

describe('the memory of measured processes', () => {
  it('is returned with the result of the work', async () => {
    const { program, pid } = sleeper();
    const { result, bytes } = await medianResidentBytes([pid], async () => 'done');
    assert.equal(result, 'done');
    assert.ok(bytes > 0);
    assert.ok(residentBytes([pid], 'VmHWM') > 0);
    await program.stop();
    assert.throws(() => residentBytes([pid], 'VmHWM'), /has ended/);
  });

  it('has a peak that can be restarted', async () => {
    const script = "Buffer.alloc(2e8, 1); setInterval(() => { gc(); console.log('freed'); }, 100);";
    const program = startProgram(process.execPath, ['--expose-gc', '-e', script]);
    const pids = [program.child.pid ?? 0];
    await until('it has freed its memory', 20_000, () => program.output().includes('freed'));
    await until('the kernel has it', 20_000, () => residentBytes(pids, 'VmRSS') < 15e7);
    assert.ok(residentBytes(pids, 'VmHWM') > 2e8);
    restartPeak(pids);
    assert.ok(residentBytes(pids, 'VmHWM') < 15e7);
    await program.stop();
  });

  it('is not sampled after the work failed, so that its processes can be ended', async () => {
    const { program, pid } = sleeper();
    const failing = medianResidentBytes([pid], async () => {
      throw new Error('too little memory');
    });
    await assert.rejects(failing, /too little memory/);
    await program.stop('SIGKILL');
    // Longer than the interval of samples: one more would be an unhandled rejection.
    await delay(500);
  });

  it('the end of a process is reported rather than the failure that it causes', async () => {
    const { program, pid } = sleeper();
    const failing = medianResidentBytes([process.pid, pid], async () => {
      await program.stop('SIGKILL');
      throw new Error('connection reset');
    });
    await assert.rejects(failing, new RegExp(`process ${pid} has ended`));
  });

  it('the end of a process is reported even if the work never ends', async () => {
    const { program, pid } = sleeper();
    const failing = medianResidentBytes([pid], async () => {
      await program.stop('SIGKILL');
      return await new Promise(() => {});
    });
    await assert.rejects(failing, new RegExp(`process ${pid} has ended`));
  });
});
