import { TextInput, type TextInputProps } from '@mantine/core'
import { Icon } from './icon'

/** The search of a screen; its type is how the shortcut of the page finds it. */
export function SearchField({
  label,
  onSearch,
  ...rest
}: Omit<TextInputProps, 'type' | 'label' | 'placeholder' | 'leftSection' | 'onChange'> & {
  label: string
  value: string
  onSearch: (text: string) => void
}) {
  return (
    <TextInput
      {...rest}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Icon name="search" size={14} />}
      onChange={(event) => onSearch(event.currentTarget.value)}
    />
  )
}
