/** What runs the shop: the supervisor of `npm start`, Docker Compose, or Kubernetes. The verbs mean the same with all. */
export type Runner = {
  processes(): Promise<ShopProcess[]>;
  /** Returns when it is done; a start when the process is ready. @throws Error one sentence */
  act(name: string, verb: Verb): Promise<void>;
  /** Gives every service a new key, while the shop is open. @throws Error one sentence */
  rotate(): Promise<void>;
};

export type ShopProcess = { name: string; kind: 'app' | 'database'; state: string; ready: boolean };

export const verbs = ['kill', 'freeze', 'thaw', 'start', 'stop'] as const;
export type Verb = (typeof verbs)[number];

/** What was asked for cannot be done. The message is one sentence for the user. */
export class ShopCommandError extends Error {}
