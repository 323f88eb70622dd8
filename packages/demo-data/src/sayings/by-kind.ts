import type { Kind } from '../catalogue/goods.ts';
import { anchors } from './anchors.ts';
import { blocks } from './blocks.ts';
import { clothing } from './clothing.ts';
import { galley } from './galley.ts';
import { lights } from './lights.ts';
import { navigation } from './navigation.ts';
import { paint } from './paint.ts';
import { pumps } from './pumps.ts';
import { rope } from './rope.ts';
import { safety } from './safety.ts';
import type { Saying } from './saying.ts';
import { tools } from './tools.ts';
import { winches } from './winches.ts';

export const sayingsByKind: Record<Kind, Saying[]> = {
  ...winches,
  ...rope,
  ...anchors,
  ...lights,
  ...navigation,
  ...pumps,
  ...blocks,
  ...safety,
  ...clothing,
  ...galley,
  ...tools,
  ...paint,
};
