import { expect, test } from 'vitest';
import { sampleCommands, samplePlace } from '#scripts/testing/sample-commands.ts';
import { CommandDecoder } from './decode-command.ts';
import { RecordBatch } from './record-batch.ts';

const decoder = new CommandDecoder();

test('commands lie back to back in order', () => {
  const commands = sampleCommands(7, 20);
  const batch = new RecordBatch();
  for (const command of commands) batch.append(command);
  expect([batch.firstSeq, batch.lastSeq, batch.count]).toEqual([7, 26, 20]);
  let offset = 0;
  for (const command of commands) {
    expect(decoder.decode(batch.memory, offset)).toEqual(command);
    offset += (batch.memory.words[offset / 4] ?? 0) & 0xffff;
  }
  expect(offset).toBe(batch.byteLength);
});

test('a cleared batch begins anew with any number', () => {
  const batch = new RecordBatch();
  batch.append(samplePlace(1));
  batch.clear();
  expect([batch.count, batch.byteLength]).toEqual([0, 0]);
  batch.append(samplePlace(9));
  expect([batch.firstSeq, batch.lastSeq]).toEqual([9, 9]);
});

test('a gap in the numbers is refused', () => {
  const batch = new RecordBatch();
  batch.append(samplePlace(1));
  expect(() => batch.append(samplePlace(3))).toThrowError(
    expect.objectContaining({ code: 'journal/sequence-conflict' }),
  );
  expect(batch.lastSeq).toBe(1);
});

test('a command that no record can hold leaves the batch as it was', () => {
  const batch = new RecordBatch();
  expect(() => batch.append({ ...samplePlace(4), price: -1 })).toThrowError('no room');
  expect([batch.firstSeq, batch.count]).toEqual([0, 0]);
  batch.append(samplePlace(1));
  expect(() => batch.append({ ...samplePlace(2), price: -1 })).toThrowError(
    expect.objectContaining({ code: 'journal/not-encodable' }),
  );
  expect([batch.count, batch.byteLength]).toEqual([1, 64]);
  batch.append(samplePlace(2));
  expect(decoder.decode(batch.memory, 64)).toEqual(samplePlace(2));
});

test('a full batch says so before anything is lost', () => {
  const batch = new RecordBatch(4_096);
  let seq = 1;
  for (; !batch.isFull; seq += 1) batch.append(samplePlace(seq));
  expect(() => batch.append(samplePlace(seq))).toThrowError(RangeError);
  expect(batch.lastSeq).toBe(seq - 1);
});
