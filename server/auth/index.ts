export { Auth, type AuthOptions, type Challenge, type Login, type LoginNonce } from './auth.ts';
export { clockSkew } from './clock-skew.ts';
export { contractSignatures } from './contract-signatures.ts';
export { currentAccount, standingOf } from './current-account.ts';
export { type Curve, openCurve } from './curve.ts';
export { installationSecret } from './installation-secret.ts';
export { keccak256 } from './keccak256.ts';
export { portableCurve } from './portable-curve.ts';
export type { Principal } from './principal.ts';
export { createPseudonyms } from './pseudonyms.ts';
export {
  type ContractSignatures,
  recoverSigner,
  requireSigner,
  type SignatureTools,
  wrongSigner,
} from './recover-signer.ts';
