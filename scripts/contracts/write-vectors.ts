import { writeFileSync } from 'node:fs';
import { BATCHES_FILE, settledBatches } from './settled-batches.ts';
import { settlementVectors, VECTORS_FILE } from './settlement-vectors.ts';

// npm run vectors  writes what contracts/test holds the contract against

writeFileSync(VECTORS_FILE, settlementVectors());
writeFileSync(BATCHES_FILE, await settledBatches());
