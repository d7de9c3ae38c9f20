import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const SERVER = join(import.meta.dirname, '..');

/** A fact that an audit row can hold, as the types of the acts tell it. */
export interface WritableFact {
  readonly key: string;
  /** Where it stands: `steps.postId` for a key inside another. */
  readonly path: string;
  /** The texts that the program itself can put there; none where a person, a camera or a count fills it. */
  readonly values: ReadonlySet<string>;
  readonly where: ReadonlySet<string>;
}

/** The source files of the server that can write a row: neither tests nor what only tests and the demo use. */
const files = globSync('**/*.ts', { cwd: SERVER })
  .filter((path) => !/\.test\.ts$|^testing\//.test(path))
  .map((path) => join(SERVER, path));

/** Files that do no I/O write no row. */
const PURE = /\.(rules|schema|law)\.ts$/;

/** Every key of a row's detail, and the words of the program under it, that any act of the server can write. */
export function writableFacts(): Map<string, WritableFact> {
  const folder = join(SERVER, '..');
  const settings = ts.getParsedCommandLineOfConfigFile(
    join(folder, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      readDirectory: () => files,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const options = settings?.options ?? {};
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const facts = new Map<string, { key: string; path: string; values: Set<string>; where: Set<string> }>();

  const walk = (type: ts.Type, path: string, where: string, depth = 0): void => {
    if (depth > 6) return;
    for (const part of type.isUnion() ? type.types : [type]) {
      if (part.isStringLiteral()) facts.get(path)?.values.add(part.value);
      else if (checker.isArrayType(part) || checker.isTupleType(part))
        checker
          .getTypeArguments(part as ts.TypeReference)
          .forEach((each) => walk(each, path, where, depth + 1));
      else if (part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
        members(part, path, where, depth);
    }
  };
  const members = (type: ts.Type, path: string, where: string, depth: number): void => {
    for (const member of checker.getPropertiesOfType(type)) {
      const key = member.getName();
      const of = path === '' ? key : `${path}.${key}`;
      const fact = facts.get(of) ?? { key, path: of, values: new Set(), where: new Set() };
      facts.set(of, fact);
      fact.where.add(where);
      walk(checker.getTypeOfSymbol(member), of, where, depth + 1);
      for (const declaration of member.declarations ?? [])
        if (ts.isPropertyAssignment(declaration)) written(declaration.initializer, of, where, depth);
    }
  };
  /** A text that is written out there and then, which its type has forgotten; and what a cast hides. */
  const written = (value: ts.Expression, path: string, where: string, depth: number): void => {
    if (ts.isStringLiteral(value)) facts.get(path)?.values.add(value.text);
    else if (ts.isConditionalExpression(value))
      for (const each of [value.whenTrue, value.whenFalse]) written(each, path, where, depth);
    else if (ts.isAsExpression(value))
      walk(checker.getTypeAtLocation(value.expression), path, where, depth + 1);
  };
  const take = (expression: ts.Expression): void => {
    const file = expression.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(expression.getStart());
    walk(checker.getTypeAtLocation(expression), '', `${file.fileName.slice(SERVER.length + 1)}:${line + 1}`);
  };
  /** Whether a parameter takes the facts of a row, whatever they are. */
  const isDetail = (parameter: ts.Symbol): boolean => {
    const type = checker.getTypeOfSymbol(parameter);
    const any = checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type;
    return any !== undefined && (parameter.name === 'detail' || checker.typeToString(any) === 'Json');
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'detail') take(node.initializer);
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'detail') take(node.name);
    if (ts.isCallExpression(node)) {
      const signature = checker.getResolvedSignature(node);
      const isNote = checker.getTypeAtLocation(node.expression).aliasSymbol?.name === 'Note';
      signature?.getParameters().forEach((parameter, at) => {
        const given = node.arguments[at];
        if (given !== undefined && (isNote || isDetail(parameter))) take(given);
      });
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles())
    if (file.fileName.startsWith(SERVER) && !PURE.test(file.fileName)) visit(file);
  return facts;
}
