import { spawn } from 'node:child_process';
import {
  type ChaosMessage,
  type ChaosOptions,
  FINISH,
  type TradeReceipt,
} from './chaos-messages.ts';

type Quiet = Extract<ChaosMessage, { say: 'quiet' }>;

const KEPT_COMPLAINT = 6_000;

/** The exchange as a process of its own, and what it has told. */
export type ChaosChild = {
  /** Trades that it had made durable, and told. */
  readonly receipts: readonly TradeReceipt[];
  /** Resolves when it takes orders, or has ended. */
  readonly open: Promise<void>;
  /**
   * Lets it settle all there is.
   *
   * @throws Error when it halts, ends, or does not come to rest in time.
   */
  finish(patienceMs: number): Promise<Quiet>;
  /** The last that it wrote to standard error and its log. */
  complaint(): string;
  kill(): Promise<void>;
};

/** Starts one. */
export function startChaosChild(options: ChaosOptions): ChaosChild {
  const child = spawn(process.execPath, ['scripts/chaos/child.ts', JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It may be gone when it is told to finish.
  child.stdin.on('error', () => undefined);
  const receipts: TradeReceipt[] = [];
  const opened = Promise.withResolvers<void>();
  const quiet = Promise.withResolvers<Quiet>();
  quiet.promise.catch(() => undefined);
  let output = '';
  let complaint = '';
  const complain = (text: string) => {
    complaint = (complaint + text).slice(-KEPT_COMPLAINT);
  };
  const heard = (message: ChaosMessage) => {
    if (message.say === 'trades') receipts.push(...message.trades);
    else if (message.say === 'open') opened.resolve();
    else if (message.say === 'quiet') quiet.resolve(message);
    else quiet.reject(new Error(`it halted: ${message.why}`));
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (output + text).split('\n');
    // A line without end may be cut short: it has not been said.
    output = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{"say"')) heard(JSON.parse(line));
      else complain(`${line}\n`);
    }
  });
  child.stderr.setEncoding('utf8').on('data', complain);
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      opened.resolve();
      quiet.reject(new Error(`it ended by itself with ${code}`));
      resolve();
    });
  });
  return {
    receipts,
    open: opened.promise,
    async finish(patienceMs) {
      child.stdin.write(`${FINISH}\n`);
      const late = setTimeout(() => {
        quiet.reject(new Error(`it did not come to rest in ${patienceMs} ms`));
      }, patienceMs);
      try {
        return await quiet.promise;
      } finally {
        clearTimeout(late);
      }
    },
    complaint: () => complaint,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
