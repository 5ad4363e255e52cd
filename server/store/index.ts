export { Store } from './store.ts';
export { StoreMismatchError } from './store-mismatch-error.ts';
