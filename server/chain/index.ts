export { type FollowedChain, followChain } from './followed-chain.ts';
