import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { serverDoors } from './server-doors.ts';

const lines = (path: string, text: string) => sourceFindingLines(serverDoors, { path, text });

describe('server-doors', () => {
  it('objects to reaching past the door of another module', () => {
    expect(lines('server/main.ts', "import { book } from './engine/order-book.ts';")).toEqual([1]);
    expect(lines('server/gateway/push.ts', "import '../engine/book/level.ts';")).toEqual([1]);
    expect(lines('scripts/replay.ts', "await import('#server/engine/order-book.ts');")).toEqual([
      1,
    ]);
  });

  it('lets everyone through the door, and a module move freely inside itself', () => {
    expect(lines('server/main.ts', "import { engine } from './engine/index.ts';")).toEqual([]);
    expect(lines('scripts/replay.ts', "import { engine } from '#server/engine/index.ts';")).toEqual(
      [],
    );
    expect(lines('server/engine/match.ts', "import { book } from './order-book.ts';")).toEqual([]);
    expect(
      lines('server/engine/risk/margin.ts', "import { book } from '../order-book.ts';"),
    ).toEqual([]);
  });

  it('leaves files directly in the server folder open', () => {
    expect(lines('server/gateway/push.ts', "import { limits } from '../limits.ts';")).toEqual([]);
  });
});
