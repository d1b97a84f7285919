import { Tag } from '../../components/tone'
import classes from './talents.module.css'

/** Skills as small labels. */
export function SkillList({ skills }: { skills: readonly string[] }) {
  return (
    <ul className={classes.skills}>
      {skills.map((skill) => (
        <li key={skill}>
          <Tag>{skill}</Tag>
        </li>
      ))}
    </ul>
  )
}
