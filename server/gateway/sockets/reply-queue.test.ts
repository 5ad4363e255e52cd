import { describe, expect, it } from 'vitest';
import { ReplyQueue } from './reply-queue.ts';

describe('ReplyQueue', () => {
  it('sends answers in the order of their requests, as soon as that allows', () => {
    const queue = new ReplyQueue();
    const sent: string[] = [];
    const [first, second, third] = [queue.reserve(), queue.reserve(), queue.reserve()];
    third(() => sent.push('third'));
    expect(sent).toEqual([]);
    first(() => sent.push('first'));
    expect(sent).toEqual(['first']);
    second(() => sent.push('second'));
    expect(sent).toEqual(['first', 'second', 'third']);
    queue.reserve()(() => sent.push('fourth'));
    expect(sent.at(-1)).toBe('fourth');
  });
});
