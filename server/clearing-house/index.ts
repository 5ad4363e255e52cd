export { clearingHouseDifferences, stoppedParts } from './clearing-house-differences.ts';
export { ClearingHouseMonitor } from './clearing-house-monitor.ts';
export { type ClearingHouseOnChain, readClearingHouse } from './read-clearing-house.ts';
