import type { ErrorEntry } from './error-entry.ts';

/** One number an origin; what exactly happened is told by the code beside it. */
const SEQUENCER = -32020;
const JOURNAL = -32021;
const SNAPSHOT = -32022;
const ENGINE = -32023;
const STORE = -32025;

/** Why commands are not taken or not confirmed, from sequencer to journal, as a person reads it. */
export const coreErrors = {
  'sequencer/overloaded': {
    message: 'More orders are waiting than are accepted at once. Nothing was done; send it again.',
    httpStatus: 503,
    jsonRpcCode: SEQUENCER,
  },
  'sequencer/not-accepting': {
    message:
      'The exchange takes no orders now; the reason is beside this. Try again when it is ready.',
    httpStatus: 503,
    jsonRpcCode: SEQUENCER,
  },
  'sequencer/outcome-unknown': {
    message:
      'The exchange stopped before it could confirm this. When it is back look at your orders, or send it again with the same client order id.',
    httpStatus: 503,
    jsonRpcCode: SEQUENCER,
  },
  'sequencer/closed': {
    message: 'The exchange is restarting. Try again in a few seconds.',
    httpStatus: 503,
    jsonRpcCode: SEQUENCER,
  },
  'sequencer/listener-failed': {
    message:
      'A part that follows the engine failed, so no orders are taken. The exchange restarts by itself.',
    httpStatus: 503,
    jsonRpcCode: SEQUENCER,
  },
  'engine/invariant': {
    message:
      'The engine found itself in an impossible state and stopped before any harm. The operator has to look at it.',
    httpStatus: 503,
    jsonRpcCode: ENGINE,
  },
  'snapshot/diverged': {
    message:
      'Two engines differ after the same orders, so no more are taken. The operator has to check the machine.',
    httpStatus: 503,
    jsonRpcCode: SNAPSHOT,
  },
  'snapshot/io-error': {
    message:
      'The folder of snapshots cannot be used. Look at its disk and permissions, then restart.',
    httpStatus: 503,
    jsonRpcCode: SNAPSHOT,
  },
  'snapshot/shadow-failed': {
    message:
      'The part that writes snapshots failed, so no orders are taken. The exchange restarts by itself.',
    httpStatus: 503,
    jsonRpcCode: SNAPSHOT,
  },
  'store/behind': {
    message:
      'The history is not written any more, so it is not told. Trading goes on; a restart of the exchange makes it whole again.',
    httpStatus: 503,
    jsonRpcCode: STORE,
  },
  'journal/back-pressure': {
    message:
      'The disk of the exchange does not keep up. Nothing was done; send it again in a moment.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/sequence-conflict': {
    message:
      'Somebody else writes to the journal of the exchange. The operator has to leave one of them running.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/closed': {
    message: 'The journal of the exchange is closed. Try again when the exchange has restarted.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/disk-full': {
    message:
      'The disk of the exchange is full, so no orders are taken. The operator has to free space and restart it.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/io-error': {
    message:
      'The disk of the exchange fails, so no orders are taken. The operator has to check it and restart.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/locked': {
    message:
      'Another process has the journal of the exchange. The operator has to end one of them.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/record-gone': {
    message: 'These records have been archived. The operator can put the archived segments back.',
    httpStatus: 410,
    jsonRpcCode: JOURNAL,
  },
  'journal/damaged': {
    message:
      'The journal of the exchange is damaged. The operator has to restore the file that is named in the log.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/unsupported-version': {
    message:
      'The journal was written by another version of the exchange. The operator has to start that one.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/wrong-network': {
    message:
      'The journal is of another network. The operator has to name the data folder of this one.',
    httpStatus: 503,
    jsonRpcCode: JOURNAL,
  },
  'journal/not-encodable': {
    message:
      'A value is out of the range that can be recorded. Correct the order; nothing was done.',
    httpStatus: 400,
    jsonRpcCode: JOURNAL,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
