import { z } from 'zod'

const RecordLanguage = z.enum(['zh', 'en'])

/** A talent as Looma keeps and answers it. */
export const TalentRecord = z.object({
  talent_id: z.string(),
  id: z.string(),
  name: z.string(),
  title: z.string(),
  city: z.string(),
  skills: z.array(z.string()),
  experience: z.string(),
  years: z.number(),
  level: z.string(),
  email: z.string(),
  phone: z.string(),
  education: z.string(),
  summary: z.string(),
  status: z.string(),
  language: RecordLanguage,
  created_at: z.string(),
  updated_at: z.string(),
})
export type TalentRecord = z.infer<typeof TalentRecord>

/** What is stored about a talent in the resume service. */
export const ResumeInput = z.object({
  talent_id: z.string().min(1).max(1000),
  name: z.string().min(1).max(200),
  email: z.string().max(300).default(''),
  phone: z.string().max(100).default(''),
  title: z.string().max(300).default(''),
  city: z.string().max(100).default(''),
  years: z.number().min(0).max(80).nullable().default(null),
  experience: z.string().max(20_000).default(''),
  education: z.string().max(2000).default(''),
  skills: z.array(z.string().max(200)).max(200).default([]),
  summary: z.string().max(20_000).default(''),
  language: RecordLanguage.default('zh'),
})
export type ResumeInput = z.infer<typeof ResumeInput>

/** A stored resume. */
export const ResumeRecord = ResumeInput.extend({
  id: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ResumeRecord = z.infer<typeof ResumeRecord>

export const JobRecord = z.object({
  id: z.number().int(),
  title: z.string(),
  company_id: z.number().int(),
  industry: z.string(),
  location: z.string(),
  remote: z.boolean(),
  salary_min: z.number(),
  salary_max: z.number(),
  salary_currency: z.string(),
  experience: z.string(),
  min_years: z.number(),
  max_years: z.number(),
  education: z.string(),
  job_type: z.string(),
  required_skills: z.array(z.string()),
  preferred_skills: z.array(z.string()),
  description: z.string(),
  requirements: z.string(),
  language: RecordLanguage,
  status: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type JobRecord = z.infer<typeof JobRecord>

export const CompanyRecord = z.object({
  id: z.number().int(),
  name: z.string(),
  short_name: z.string(),
  industry: z.string(),
  company_size: z.string(),
  location: z.string(),
  website: z.string(),
  description: z.string(),
  founded_year: z.number().int(),
  status: z.string(),
  verification_level: z.string(),
  language: RecordLanguage,
  created_at: z.string(),
  updated_at: z.string(),
})
export type CompanyRecord = z.infer<typeof CompanyRecord>
