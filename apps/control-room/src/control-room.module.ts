import { Module } from '@nestjs/common';
import { TraceStore } from '@watertight/trace-store';
import { Buttons } from './buttons.ts';
import { LabLease } from './lab-lease.ts';
import { LabProgram } from './lab-program.ts';
import { LabRuns } from './lab-runs.ts';
import { SendAgain } from './send-again.ts';
import { ShowDetails } from './show-details.ts';
import { ShowLab } from './show-lab.ts';
import { ShowScreen } from './show-screen.ts';
import { ShowTrace } from './show-trace.ts';
import { CurrentState } from './state.ts';
import { StoreRoutes } from './store-routes.ts';
import { Stores } from './stores.ts';
import { StreamSections } from './stream-sections.ts';
import { Supervisor } from './supervisor.ts';
import { Switchboard } from './switchboard.ts';
import { Visitors } from './visitors.ts';
import { WatchServices } from './watch-services.ts';

/** The control room shows what runs and acts on it. This file is its table of contents. */
@Module({
  controllers: [
    ShowScreen, // the one screen
    ShowDetails, // pages for what is too long for it
    ShowTrace, // the page of a trace
    ShowLab, // experiments on this shop
    StreamSections, // what changes on all of them
    Buttons, // every form
    LabRuns, // `npm run lab`
    SendAgain, // events that were put aside
    StoreRoutes, // prices, stock and shipments for `npm run shop`
  ],
  providers: [
    CurrentState, // what the screen shows, read at most twice a second
    WatchServices, // every service's /ops, followed
    Switchboard, // the same, changed, under policies.ts
    LabLease, // which experiment of the lab uses the shop
    LabProgram, // the process that runs one
    Stores, // prices, stock and shipments, changed with the ops token
    Supervisor, // the processes of `npm start` and their verbs
    Visitors, // what the simulated visitors get, and how many there are
    TraceStore, // the latest traces, if no collector runs
  ],
})
export class ControlRoomModule {}
