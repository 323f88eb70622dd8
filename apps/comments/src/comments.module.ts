import { Module } from '@nestjs/common';
import { provideDatabase } from '@watertight/service-kit';
import { Comments } from './comments.ts';
import { config } from './config.ts';
import { ListComments } from './list-comments.ts';
import { PostComment } from './post-comment.ts';
import { seedComments } from './seed.ts';

/** Comments keeps what people say about a product or an article. This file is its table of contents. */
@Module({
  controllers: [ListComments, PostComment], // what others may ask of it
  providers: [
    Comments, // what it owns: every comment, and the keys they were posted under
    provideDatabase({
      url: config.databaseUrl,
      migrations: new URL('../migrations/', import.meta.url),
      seed: config.seed === 'demo' ? { table: 'comments', fill: seedComments } : undefined,
    }),
  ],
})
export class CommentsModule {}
