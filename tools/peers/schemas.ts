/** What the tests check generated configurations against where the gateway itself can't run: validators and schemas. */
import { type Peer, variableOf } from './kind.ts';
import { npmPeer } from './npm.ts';
import { pythonPeer } from './python.ts';
import { run } from './run.ts';

/** Has the schemas of CloudFormation's resources. */
const cfnLint = pythonPeer({
  ...{ name: 'cfn-lint', version: '1.58.0', package: 'cfn-lint', own: 'the path of a cfn-lint program' },
  binary: 'cfn-lint',
});

/** Has the schemas of Kubernetes' own objects. */
const kubernetesValidate = pythonPeer({
  ...{ name: 'kubernetes-validate', version: '1.37.0', package: 'kubernetes-validate' },
  own: 'the path of a kubernetes-validate program',
  binary: 'kubernetes-validate',
});

/** Apigee's own linter: it knows the elements of endpoints, steps and some policies, and what refers to what. */
const apigeelint = npmPeer({ name: 'apigeelint', version: '2.85.1', binary: '.bin/apigeelint' });

/** Knows the syntax of C#. */
const csharp = npmPeer({
  ...{ name: 'tree-sitter-c-sharp', version: '0.23.5', beside: ['web-tree-sitter@0.27.2'] },
});

/** A Go module that contains schemas, and its files that are copied. */
function moduleFiles(name: string, module: string, version: string, files: string): Peer {
  return {
    ...{ name, version },
    byHand: `install Go and run \`npm test\` again, or set ${variableOf(name)} to a folder with ${files} of ${module}`,
    install: (folder) => run('sh', ['-c', copyFiles, 'sh', `${module}@v${version}`, files, folder]),
    binary: (folder) => folder,
  };
}

// Outside of a module, because Go would look at the versions that it wants.
const copyFiles = `set -eu
cd /
export GOFLAGS=-mod=mod GOTOOLCHAIN=local
go mod download "$1"
source=$(go list -m -f '{{.Dir}}' "$1")
cp $(printf '%s/%s ' "$source" "$2") "$3"
chmod u+w "$3"/*`;

export const schemas: readonly Peer[] = [
  cfnLint,
  kubernetesValidate,
  apigeelint,
  csharp,
  moduleFiles('gateway-api-crds', 'sigs.k8s.io/gateway-api', '1.6.3', 'config/crd/experimental/*.yaml'),
  moduleFiles(
    'envoy-gateway-crds',
    'github.com/envoyproxy/gateway',
    '1.9.1',
    'charts/gateway-helm/charts/crds/crds/generated/*.yaml',
  ),
  moduleFiles('istio-crds', 'istio.io/api', '1.31.4', 'kubernetes/customresourcedefinitions.gen.yaml'),
  // decK validates files with it.
  moduleFiles(
    'kong-schema',
    'github.com/kong/go-database-reconciler',
    '1.31.0',
    'pkg/file/kong_json_schema.json',
  ),
  moduleFiles('agentgateway-schema', 'github.com/agentgateway/agentgateway', '1.4.1', 'schema/config.json'),
];
