import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import classes from './chat.module.css'

const plugins = [remarkGfm]

/** Markdown from outside: no raw HTML, links are text with their address, images are not loaded. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <div className={classes.markdown}>
      <ReactMarkdown
        remarkPlugins={plugins}
        components={{
          a: ({ href, children }) => (
            <span className={classes.link} title={href}>
              {children}
            </span>
          ),
          img: ({ alt }) => (
            <span className={classes.image}>{t('chat.image', { alt: alt ?? '' })}</span>
          ),
          input: ({ checked }) => <span>{checked === true ? '☑ ' : '☐ '}</span>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  )
})
