import { Module } from '@nestjs/common';
import { TraceStore } from '@watertight/trace-store';
import { ActOnProcess } from './act-on-process.ts';
import { BreakService } from './break-service.ts';
import { ReadTrace } from './read-trace.ts';
import { ShowRoom } from './show-room.ts';
import { CurrentState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { SwitchEverywhere } from './switch-everywhere.ts';
import { SwitchPattern } from './switch-pattern.ts';
import { Switchboard } from './switchboard.ts';
import { SetVisitors } from './set-visitors.ts';
import { Visitors } from './visitors.ts';
import { WatchServices } from './watch-services.ts';

/** The control room shows what runs and acts on it. This file is its table of contents. */
@Module({
  controllers: [ShowRoom, ActOnProcess, SwitchPattern, SwitchEverywhere, BreakService, SetVisitors, ReadTrace],
  providers: [
    CurrentState, // what the screen shows, read at most twice a second
    TraceStore, // the latest traces, where no collector runs
    WatchServices, // every service's /ops, under policies.ts
    Switchboard, // the same, to be changed
    Visitors, // what the simulated visitors get, and how many there are
    Supervisor, // the verbs of `npm start`
  ],
})
export class ControlRoomModule {}
