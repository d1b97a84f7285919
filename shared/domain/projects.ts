import { z } from 'zod'
import { Bilingual } from './text'

/** The two source trees of the joint test. */
export const projectSides = ['zervigo', 'looma'] as const
export const ProjectSide = z.enum(projectSides)
export type ProjectSide = z.infer<typeof ProjectSide>

/** What a script is for, as far as the console knows it. */
export const ScriptPurpose = z.enum(['start', 'stop', 'check', 'test', 'monitor', 'unknown'])
export type ScriptPurpose = z.infer<typeof ScriptPurpose>

/** A script found in a project's folder. */
export const Script = z.object({
  /** Relative to the folder, with `/`. */
  path: z.string(),
  purpose: ScriptPurpose,
  /** What it will do, in plain words. */
  explains: Bilingual,
  /** Traps that a person must know before it runs (UPSTREAM 4), and what its text shows. */
  warnings: z.array(Bilingual),
  isExecutable: z.boolean(),
  /** False for a script that the console has never heard of. */
  isKnown: z.boolean(),
})
export type Script = z.infer<typeof Script>

const relativePath = z.string().min(1).max(400)

/** How a project is started and stopped. */
export const ProjectLaunch = z.discriminatedUnion('kind', [
  /** Its own scripts; without a stop script it is ended by signal. */
  z.strictObject({
    kind: z.literal('script'),
    start: relativePath,
    stop: relativePath.nullable(),
  }),
  z.strictObject({ kind: z.literal('compose'), file: relativePath }),
  /** Looma's program itself, with the environment that it really reads (UPSTREAM 2.1). */
  z.strictObject({ kind: z.literal('app') }),
])
export type ProjectLaunch = z.infer<typeof ProjectLaunch>

/** Why a folder cannot be used. */
export const ProjectProblem = z.enum(['missing', 'not-a-folder', 'unreadable', 'not-a-project'])
export type ProjectProblem = z.infer<typeof ProjectProblem>

/** A project as the console sees it on the disk. */
export const Project = z.object({
  side: ProjectSide,
  /** Absolute; null when no folder has been chosen. */
  folder: z.string().nullable(),
  problem: ProjectProblem.nullable(),
  /** What a person chose; null leaves starting it to somebody else. */
  launch: ProjectLaunch.nullable(),
  /** Everything that can be chosen, the safest first. */
  offers: z.array(ProjectLaunch),
  scripts: z.array(Script),
  composeFiles: z.array(z.string()),
  /** True while its processes run, when nothing about it can be changed. */
  isRunning: z.boolean(),
  /** True when the profile's own commands start this side, so that a launch is not needed. */
  isInProfile: z.boolean(),
})
export type Project = z.infer<typeof Project>
