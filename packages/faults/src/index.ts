export type { ActiveFault } from './active-fault.ts';
export { describeKinds } from './describe-kinds.ts';
export { Faults } from './faults.ts';
export { installFaults } from './install-faults.ts';
export { type BrokenField, InvalidFaultError } from './read-fault.ts';
