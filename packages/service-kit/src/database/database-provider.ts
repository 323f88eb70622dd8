import type { FactoryProvider } from '@nestjs/common';
import { Database, type DatabaseOptions } from './database.ts';

/** Provides the service's `Database`. It connects when the service starts, and closes after the last request. */
export function provideDatabase(options: DatabaseOptions): FactoryProvider<Database> {
  return { provide: Database, useFactory: () => new Database(options) };
}
