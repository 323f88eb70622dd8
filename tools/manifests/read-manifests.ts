import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export type Variables = Readonly<Record<string, string>>;

/** A service of docker-compose.yml, as far as the topology says something about it. */
export interface ComposeService {
  readonly build?: { readonly args?: { readonly APP?: string } };
  readonly environment?: Variables;
  readonly volumes?: readonly string[];
}

interface Container {
  readonly image?: string;
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef?: { readonly key?: string } };
  }[];
}

/** A Kubernetes object or a kustomization, as far as the topology says something about it. */
export interface KubernetesObject {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly spec?: {
    readonly replicas?: number;
    readonly maxReplicas?: number;
    readonly ports?: readonly { readonly port: number }[];
    readonly template?: {
      readonly spec?: {
        readonly priorityClassName?: string;
        readonly containers?: readonly Container[];
        readonly volumes?: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
      };
    };
  };
}

/** The manifests of a workspace. */
export interface Manifests {
  readonly compose: Readonly<Record<string, ComposeService>>;
  /** The objects of each file of k8s/, by its path. */
  readonly kubernetes: Readonly<Record<string, readonly KubernetesObject[]>>;
}

export function readManifests(root: string): Manifests {
  const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
  const files = globSync('k8s/**/*.yaml', { cwd: root }).toSorted();
  const { services } = parse(textOf('docker-compose.yml'), { merge: true }) as {
    services: Record<string, ComposeService>;
  };
  const objectsOf = (path: string) =>
    parseAllDocuments(textOf(path)).map(document => document.toJS() as KubernetesObject);
  return {
    compose: services,
    kubernetes: Object.fromEntries(files.map(path => [path, objectsOf(path)])),
  };
}
