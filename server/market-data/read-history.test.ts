import { expect, it } from 'vitest';
import { readHistory } from './read-history.ts';

it('reads all of the history, and lets other work go on between its days', async () => {
  const done: string[] = [];
  let unread = 3;
  await readHistory({
    readAhead: () => {
      done.push('a day');
      setImmediate(() => done.push('other work'));
      unread -= 1;
      return unread > 0;
    },
  });
  expect(done).toEqual(['a day', 'other work', 'a day', 'other work', 'a day']);
});
