import { Module } from '@nestjs/common';
import { Database, provideDatabase } from '@watertight/service-kit';
import { config } from './config.ts';
import { ChangePassword } from './change-password.ts';
import { Customers } from './customers.ts';
import { EndSessions } from './end-sessions.ts';
import { ReadSession } from './read-session.ts';
import { Register } from './register.ts';
import { seedCustomers } from './seed.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';

/** Profile keeps customers and their sessions. This file is its table of contents. */
@Module({
  controllers: [Register, SignIn, ReadSession, EndSessions, ChangePassword], // what others may ask of it
  providers: [
    provideDatabase({
      url: config.databaseUrl,
      migrations: new URL('../migrations/', import.meta.url),
      seed: config.seed === 'demo' ? { table: 'customers', fill: seedCustomers } : undefined,
    }),
    Customers, // what it owns: people
    // And their sessions.
    { provide: Sessions, useFactory: (database: Database) => new Sessions(database, config), inject: [Database] },
  ],
})
export class ProfileModule {}
