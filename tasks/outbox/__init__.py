"""What the mail room prints and posts: per day and means one print file, its manifest, and the addresses for the post office."""
