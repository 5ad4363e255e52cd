import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { importLayers } from './import-layers.ts';

const lines = (path: string, text: string) => sourceFindingLines(importLayers, { path, text });

describe('import-layers', () => {
  it.each([
    ['lib/domain/fee.ts', "import { encode } from '#lib/protocol/codec.ts';"],
    ['lib/domain/fee.ts', "import { encode } from '../protocol/codec.ts';"],
    ['lib/domain/fee.ts', "import type { Hex } from 'viem';"],
    ['lib/domain/fee.ts', "import { readFileSync } from 'node:fs';"],
    ['lib/protocol/frame.ts', "import { store } from '#lib/stores/prices.ts';"],
    ['lib/protocol/frame.ts', "import { useState } from 'react';"],
    ['lib/client/socket.ts', "import { useSocket } from '#hooks/use-socket.ts';"],
    ['lib/client/socket.ts', "import type { Engine } from '#server/engine/index.ts';"],
    ['server/gateway/push.ts', "import { useState } from 'react';"],
    ['server/gateway/push.ts', "import { headers } from 'next/headers';"],
    ['server/gateway/push.ts', "import { run } from '#scripts/start/run.ts';"],
    ['hooks/use-price.ts', "import { Price } from '#components/price.tsx';"],
    ['components/price.tsx', "import { limits } from '#server/limits.ts';"],
    ['components/price.tsx', "import { readFileSync } from 'node:fs';"],
    ['app/page.tsx', "import { start } from '#scripts/start/start.ts';"],
    ['scripts/start/run.ts', "import { Price } from '#components/price.tsx';"],
  ])('objects to %s with %s', (path, text) => {
    expect(lines(path, text)).toEqual([1]);
  });

  it('sees dynamic imports, type imports and exports of another file', () => {
    const text = [
      "const codec = await import('../protocol/codec.ts');",
      "type Codec = import('#lib/protocol/codec.ts').Codec;",
      "export { encode } from '#lib/protocol/codec.ts';",
      'export { codec, type Codec };',
    ].join('\n');
    expect(lines('lib/domain/fee.ts', text)).toEqual([3, 1, 2]);
  });

  it('wants a subpath where a relative path leaves the top-level folder', () => {
    const text = "import { fee } from '../../lib/domain/fee.ts';";
    expect(lines('server/gateway/push.ts', text)).toEqual([1]);
  });

  it.each([
    ['lib/domain/fee.ts', "import { mulDiv } from './mul-div.ts';"],
    ['lib/domain/amm/pool.ts', "import { mulDiv } from '#lib/domain/mul-div.ts';"],
    ['lib/protocol/frame.ts', "import { z } from 'zod/mini';"],
    ['lib/env/web-config.ts', "import { networks } from '#lib/domain/network.ts';"],
    ['lib/env/version.ts', "import { version } from '../../package.json' with { type: 'json' };"],
    ['server/gateway/push.ts', "import { createHash } from 'node:crypto';"],
    ['hooks/use-price.ts', "import { useQuery } from '@tanstack/react-query';"],
    ['components/price.tsx', "import { usePrice } from '#hooks/use-price.ts';"],
    ['app/page.tsx', "import { Price } from '#components/price.tsx';"],
    ['scripts/start/run.ts', "import { main } from '#server/main.ts';"],
    ['vitest.config.ts', "import { findBrowser } from './scripts/testing/find-browser.ts';"],
  ])('lets %s have %s', (path, text) => {
    expect(lines(path, text)).toEqual([]);
  });

  it('lets a test of the domain read files and use the test tools', () => {
    const text = [
      "import { readFileSync } from 'node:fs';",
      "import { it } from 'vitest';",
      "import { testDataDir } from '#scripts/testing/test-data.ts';",
    ].join('\n');
    expect(lines('lib/domain/fee.test.ts', text)).toEqual([]);
  });

  it('does not let a test of the domain reach into the sidecar', () => {
    const text = "import { engine } from '#server/engine/index.ts';";
    expect(lines('lib/domain/fee.test.ts', text)).toEqual([1]);
  });
});
