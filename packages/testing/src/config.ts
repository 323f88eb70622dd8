import { homedir, hostname } from 'node:os';

/** What this package takes from the environment; read at each use, because a test may change it. */
export const config = {
  /** What a process of the shop gets from ours: not NODE_OPTIONS, which are jest's; but the mark by which npm test finds it. */
  forApps: (): Record<string, string> => {
    const given = Object.entries(process.env).filter(([name]) =>
      /^(PATH|HOME|TMPDIR|WATERTIGHT_TESTS_\d+)$/.test(name),
    );
    return Object.fromEntries(given.map(([name, value]) => [name, value ?? '']));
  },
  /** `CONTAINERS=1`: databases come from testcontainers instead of the embedded servers. */
  containers: (): boolean => process.env['CONTAINERS'] === '1',
  /** Where a container engine listens, when it says so itself. */
  dockerHost: (): string | undefined => process.env['DOCKER_HOST'] || undefined,
  /** Where engines are used to listen otherwise: Docker, rootless Docker, Docker Desktop, Colima, Podman. */
  engineSockets: (): string[] => {
    const runtimeDir = process.env['XDG_RUNTIME_DIR'];
    return [
      '/var/run/docker.sock',
      ...(runtimeDir ? [`${runtimeDir}/docker.sock`] : []),
      `${homedir()}/.docker/run/docker.sock`,
      `${homedir()}/.colima/default/docker.sock`,
      ...(runtimeDir ? [`${runtimeDir}/podman/podman.sock`] : []),
    ];
  },
  /** Points testcontainers to the engine, without its own cleaner: that is one image more to have, and we end what we start. */
  useEngine: (host: string): void => {
    process.env['DOCKER_HOST'] ??= host;
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  },
  /** The run this process belongs to, `<host>:<pid of jest>`. */
  run: (): string => process.env['WATERTIGHT_TEST_RUN'] ?? `${hostname()}:${process.pid}`,
  /** Where that run can be asked for what its files share. */
  runUrl: (): string | undefined => process.env['WATERTIGHT_TEST_RUN_URL'],
  /** Tells jest's workers, which inherit the environment, which run they belong to. */
  beRun: (url: string): void => {
    process.env['WATERTIGHT_TEST_RUN'] = `${hostname()}:${process.pid}`;
    process.env['WATERTIGHT_TEST_RUN_URL'] = url;
  },
};
